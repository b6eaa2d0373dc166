-- MySQL dump 10.13  Distrib 8.0.40, for Linux (x86_64)
--
-- Host: localhost    Database: shop
-- ------------------------------------------------------
-- Server version	8.0.40
/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!50503 SET NAMES utf8mb4 */;

--
-- Table structure for table `wp_wc_orders_meta`
--

DROP TABLE IF EXISTS `wp_wc_orders_meta`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
CREATE TABLE `wp_wc_orders_meta` (
  `id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `order_id` bigint unsigned DEFAULT NULL,
  `meta_key` varchar(255) DEFAULT NULL,
  `meta_value` text,
  PRIMARY KEY (`id`),
  KEY `meta_key_value` (`meta_key`(100),`meta_value`(82))
) ENGINE=InnoDB AUTO_INCREMENT=8 DEFAULT CHARSET=utf8mb4;
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `wp_wc_orders_meta`
--

LOCK TABLES `wp_wc_orders_meta` WRITE;
INSERT INTO `wp_wc_orders_meta` VALUES (1,4993,'_waxseal','{{ada}}'),(2,4993,'_note','it\'s (for) Nan, \"soon\"),(9,9,\'x\''),(3,4994,'_checkout_fields','{\"sealed\":\"{{bea}}\",\"cart\":[-1]}'),(4,4995,NULL,-1.5e3);
INSERT INTO `wp_wc_orders_meta` (`order_id`, `meta_value`) VALUES (4996,'a:1:{s:6:\"sealed\";s:4:\"{{old}}\";}');
UNLOCK TABLES;
-- Dump completed on 2026-11-20 23:00:01
